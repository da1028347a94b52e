import {
  type ConversationFaultName,
  conversationFaultNames,
  loadsFaultNames,
  loginFaultNames,
  sessionFaultNames,
} from './fault-names.ts';

export type FakeGptLoginFaultName = (typeof loginFaultNames)[number];

export type FakeGptFaultName =
  | (typeof loadsFaultNames)[number]
  | FakeGptLoginFaultName
  | (typeof sessionFaultNames)[number]
  | ConversationFaultName;

/** Every fault the emulator can play, by route in the order of a call. */
export const fakeGptFaultNames: readonly FakeGptFaultName[] = [
  ...loadsFaultNames,
  ...loginFaultNames,
  ...sessionFaultNames,
  ...conversationFaultNames,
];

/** What some faults can be told beyond their name; every field has a default. */
export interface FakeGptFaultParameters {
  /** @defaultValue count 99 */
  readonly 'loads-all-busy': { readonly count?: number };
  /** @defaultValue clearsInSeconds 3600 */
  readonly 'rate-limit-model-cap': { readonly clearsInSeconds?: number };
  /** @defaultValue seconds 1 */
  readonly 'rate-limit-retry-after': { readonly seconds?: number };
  /** @defaultValue location `/auth/login` */
  readonly redirect: { readonly location?: string };
  /** Whether the call to the tool is written as code or as plain text. @defaultValue `code` */
  readonly 'tool-turn': { readonly contentType?: 'code' | 'text' };
  /** How much of what is left is said before the cut. @defaultValue half of it */
  readonly 'max-tokens': { readonly afterCharacters?: number };
  /** @defaultValue bytes 200 KiB */
  readonly 'large-frame': { readonly bytes?: number };
  /** @defaultValue bytes 10 MiB */
  readonly 'huge-frame': { readonly bytes?: number };
  /** @defaultValue intervalMs 10 */
  readonly 'endless-comments': { readonly intervalMs?: number };
}

/** A fault of one kind; `times` limits it to the first so many requests of its route. */
export type FakeGptFaultOf<Name extends FakeGptFaultName> = {
  readonly kind: Name;
  readonly times?: number;
} & (Name extends keyof FakeGptFaultParameters ? FakeGptFaultParameters[Name] : unknown);

/** A scripted failure, discriminated by `kind`. */
export type FakeGptFault = { [Name in FakeGptFaultName]: FakeGptFaultOf<Name> }[FakeGptFaultName];

/** The faults of some of the names. */
export type FakeGptFaultAmong<Names extends readonly FakeGptFaultName[]> = Extract<
  FakeGptFault,
  { readonly kind: Names[number] }
>;

/** True for a fault whose kind is one of the names. */
export function isFaultAmong<const Names extends readonly FakeGptFaultName[]>(
  fault: FakeGptFault,
  names: Names,
): fault is FakeGptFaultAmong<Names> {
  const known: readonly string[] = names;
  return known.includes(fault.kind);
}
