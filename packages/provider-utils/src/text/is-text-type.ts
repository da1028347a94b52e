const textType =
  /^(?:text\/|application\/(?:[\w.-]+\+)?(?:x-)?(?:json|jsonl|ndjson|xml|yaml|toml|javascript|ecmascript|typescript|python|sh|sql|graphql)(?![\w.+-]))/i;

/** Whether the content of a media type is text, for example that of source code and of `application/ld+json`. */
export function isTextType(mediaType: string): boolean {
  return textType.test(mediaType);
}
