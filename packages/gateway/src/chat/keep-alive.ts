/** A comment of server-sent events, which clients ignore (WHATWG HTML, 9.2.6). Keeps an idle stream open. */
export const keepAliveComment = ': keep-alive\n\n';
