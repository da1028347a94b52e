/** The HTML page of a server that is not the expected one. */
export const htmlPage = `<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>This site has moved</h1></body></html>`;
