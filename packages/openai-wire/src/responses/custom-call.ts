/**
 * The type of a call of a custom tool, whose input is text and not JSON. Its arguments here are a JSON object with the
 * field `input`, and its `providerMetadata` has this type.
 */
export const customCallType = 'custom_tool_call';
