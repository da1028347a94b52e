/** Removes `user:password@` from the URLs in a text. */
export function stripCredentials(text: string): string {
  return text.replaceAll(/(?<=\/\/)[^\s/?#"'<>]*@/g, '');
}
