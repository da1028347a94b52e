import type { TargetId } from '@understudy/core';
import type { JSX } from 'preact';

/** The name of a target. Its line can break after the provider only. */
export function TargetName({ target }: { readonly target: TargetId }): JSX.Element {
  return (
    <span class="target-name">
      <span>{target.provider}/</span>
      <wbr />
      <span>{target.model}</span>
    </span>
  );
}
