/** Failures of the shell that are no file's fault. */
import { AppError } from "../../src-shared/errors/app-error.ts";

/** A question that the page should not have asked like this; `detail` says what was wrong with it. */
export function invalidRequest(detail: string): AppError {
  return new AppError({
    code: "request.invalid",
    message: "The window asked Joinery something it does not understand.",
    next: "Please report this with the details.",
    detail,
  });
}

/** What the system said when one of the user's own files could not be read or written. */
export function fileFailed(what: string, thrown: unknown): AppError {
  const { code = "", message } = thrown as NodeJS.ErrnoException;
  const denied = code === "EACCES" || code === "EPERM" || code === "EROFS";
  return new AppError({
    code: code === "ENOSPC" ? "disk.full" : denied ? "file.noPermission" : "disk.error",
    message: what,
    next: code === "ENOSPC" ? "Free some space, then try again." : "Choose another place, then try again.",
    detail: message,
    cause: code,
  });
}
