import type { FilePart, ImagePart, TextPart } from '@understudy/core/provider';

/** A part of a user message, or of the result of a tool. */
export type UserPart = TextPart | ImagePart | FilePart;
