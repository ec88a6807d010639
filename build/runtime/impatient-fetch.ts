/**
 * Loaded before Electron's own installer (`--import`): a download from which no byte comes for a while fails. Without it a
 * network that takes connections and then says nothing is waited for as long as `fetch` does, five minutes and more.
 *
 * JOINERY_DOWNLOAD_SILENCE_MS says how long that may be.
 */
const patience = Number(process.env.JOINERY_DOWNLOAD_SILENCE_MS);
const patient = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const silence = new AbortController();
  const giveUp = (): void => silence.abort(new Error(`nothing came for ${patience / 1000} s`));
  let timer = setTimeout(giveUp, patience);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, patience);
  };
  const done = (): void => clearTimeout(timer);
  try {
    const response = await patient(input, { ...init, signal: silence.signal });
    if (!response.ok || response.body === null) {
      done();
      return response;
    }
    const watched = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, to) {
        heard();
        to.enqueue(chunk);
      },
      flush: done,
    });
    return new Response(response.body.pipeThrough(watched), response);
  } catch (error) {
    done();
    throw error;
  }
};
