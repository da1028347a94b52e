/** A page of a site that is no longer the one that was asked. */
export const htmlPage = `<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>This site has moved</h1></body></html>`;
