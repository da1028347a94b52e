import type { ModelRef } from '../chat/model-ref.ts';
import type { Lifecycle, ProviderDefinition } from '../provider/provider-definition.ts';

/** Bare model names exist for the known models of active providers. */
type BareName<Model extends string, Life extends Lifecycle> = Life extends {
  readonly state: 'active';
}
  ? KnownName<Model>
  : never;

type KnownName<Model extends string> = Model extends string
  ? string extends Model
    ? never
    : Model
  : never;

/** Any name, if the list of models can grow. The intersection keeps the known names, which editors complete. */
type OtherName<Id extends string, Model extends string> = string extends Model
  ? [KnownName<Model>] extends [never]
    ? `${Id}/${string}`
    : `${Id}/${string}` & Record<never, never>
  : never;

/** The model references of a provider definition. */
export type ModelNameOf<Definition> =
  Definition extends ProviderDefinition<infer Id, infer Model, infer Life>
    ? `${Id}/${KnownName<Model>}` | OtherName<Id, Model> | BareName<Model, Life>
    : string;

/** A reference to a target: a model of these providers, or a `ModelRef`. */
export type TargetName<Providers> =
  | (Providers extends readonly ProviderDefinition[] ? ModelNameOf<Providers[number]> : string)
  | ModelRef;

/**
 * Returns a model reference for a name from configuration, which the compiler cannot check.
 *
 * The name is looked up when it is used. An unknown name then fails with `model-not-found` or `provider-not-found`.
 */
export function modelRef(name: string): ModelRef;
export function modelRef(name: string): string {
  return name;
}
