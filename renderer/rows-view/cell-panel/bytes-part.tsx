/** Bytes in hexadecimal, page by page, and as a picture when they are one. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatBytes, formatCount } from "../../ui/format.ts";
import { type CellAddress, largestWhole, readBytes, readChunk } from "../../rows/read-value.ts";
import { hexLines } from "../../values/hex-lines.ts";
import { readOffset } from "../../values/read-offset.ts";
import { pictureType } from "../../values/picture-type.ts";
import styles from "./cell-panel.module.css";

const pageSize = 2048;

interface BytesPartProps {
  readonly client: EngineClient;
  /** All bytes, when they are here. */
  readonly whole: Uint8Array | null;
  /** Where to read them from otherwise. */
  readonly address: CellAddress | null;
  readonly bytes: number;
}

/** Part of the value: from the bytes at hand, else read from the file. */
function usePiece({ client, whole, address }: BytesPartProps, offset: number) {
  const [piece, setPiece] = useState<{ offset: number; data: Uint8Array } | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  useEffect(() => {
    if (whole || !address) return;
    let given = true;
    readChunk(client, address, offset, pageSize).then(
      (chunk) => given && setPiece({ offset, data: chunk.data }),
      (thrown) => given && setError(toAppErrorData(thrown)),
    );
    return () => {
      given = false;
    };
  }, [client, whole, address, offset]);
  if (whole) return { data: whole.subarray(offset, offset + pageSize), error: null };
  return { data: piece?.offset === offset ? piece.data : null, error };
}

export function BytesPart(props: BytesPartProps): ReactNode {
  const { bytes, client, whole, address } = props;
  const [offset, setOffset] = useState(0);
  const { data, error } = usePiece(props, offset);
  const [first, setFirst] = useState<Uint8Array | null>(null);
  if (offset === 0 && data && first !== data && first?.length !== data.length) setFirst(data);
  const picture = first ? pictureType(first) : null;
  if (error) return <ErrorWords error={error} />;
  const last = Math.min(bytes, offset + pageSize);
  return (
    <>
      {picture && bytes <= largestWhole && (
        <Picture client={client} whole={whole} address={address} type={picture} bytes={bytes} />
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre className={styles.hex} tabIndex={0} aria-label="Bytes in hexadecimal" data-testid="cell-hex">
        {data &&
          hexLines(data, offset).map((line) => (
            <span key={line.offset} className={styles.hexLine}>
              <span className={styles.hexOffset}>{line.offset}</span>
              <span>{line.bytes.padEnd(23)}</span>
              <span className={styles.hexText}>{line.characters}</span>
            </span>
          ))}
      </pre>
      {bytes > pageSize && (
        <div className={styles.pager}>
          <Button
            look="quiet"
            square
            aria-label="Bytes before"
            isDisabled={offset === 0}
            onPress={() => setOffset(Math.max(0, offset - pageSize))}
          >
            <ChevronLeft size={14} strokeWidth={1.5} aria-hidden />
          </Button>
          <span className={styles.place}>
            <input
              key={offset}
              aria-label="First byte"
              title="A number, 0x in hexadecimal, or with KB, MB, GB; Enter goes there"
              defaultValue={formatCount(offset)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                const wanted = readOffset(event.currentTarget.value);
                if (wanted !== null) setOffset(Math.min(wanted, Math.max(0, bytes - 1)));
                else event.currentTarget.value = formatCount(offset);
                event.stopPropagation();
              }}
            />{" "}
            – {formatCount(last)} of {formatCount(bytes)}
          </span>
          <Button
            look="quiet"
            square
            aria-label="Bytes after"
            isDisabled={last >= bytes}
            onPress={() => setOffset(offset + pageSize)}
          >
            <ChevronRight size={14} strokeWidth={1.5} aria-hidden />
          </Button>
        </div>
      )}
    </>
  );
}

interface PictureProps {
  readonly client: EngineClient;
  readonly whole: Uint8Array | null;
  readonly address: CellAddress | null;
  readonly type: string;
  readonly bytes: number;
}

/** The picture itself, by a blob URL that lives as long as it is shown. */
function Picture({ client, whole, address, type, bytes }: PictureProps): ReactNode {
  const [read, setRead] = useState<Uint8Array | null>(null);
  const [size, setSize] = useState("");
  const [broken, setBroken] = useState(false);
  const data = whole ?? read;
  useEffect(() => {
    if (whole || !address) return;
    let given = true;
    readBytes(client, address).then(
      (all) => given && setRead(all),
      () => given && setBroken(true),
    );
    return () => {
      given = false;
    };
  }, [client, whole, address]);
  const url = useMemo(() => data && URL.createObjectURL(new Blob([new Uint8Array(data)], { type })), [data, type]);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  if (broken) return <p className={styles.note}>The picture cannot be shown; its bytes are below.</p>;
  if (!url) return null;
  return (
    <figure className={styles.picture}>
      <img
        src={url}
        alt={`What the ${formatBytes(bytes)} of this cell show`}
        onLoad={({ currentTarget: image }) => setSize(`${image.naturalWidth} × ${image.naturalHeight}`)}
        onError={() => setBroken(true)}
      />
      <figcaption>
        {type.slice("image/".length).toUpperCase()} {size}
      </figcaption>
    </figure>
  );
}
