/** Text without the `user:password@` of its URLs. */
export function stripCredentials(text: string): string {
  return text.replaceAll(/(?<=\/\/)[^\s/?#"'<>]*@/g, '');
}
