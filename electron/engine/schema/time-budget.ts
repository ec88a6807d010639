/** Bounds what compiling the views of a database may cost: views that use views twice each double it at every level. */

/** Processor time for describing all views and virtual tables: thousands of ordinary ones fit in. */
export const DESCRIBE_MS = 1500;

/** The same for trying whether they can be read. */
export const TRY_MS = 500;

/** Gives a function that says whether work may go on: false once so much processor time was used. */
export function timeBudget(milliseconds: number): () => boolean {
  const began = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000 < milliseconds;
  };
}
