import type { JSX } from 'preact';

import { adminKey, needsKey } from '../api/session.ts';
import { config, reload } from '../state/configuration.ts';
import { isLive } from '../state/event-log.ts';
import { failure } from '../state/run-action.ts';
import { theme, themes } from '../state/theme.ts';
import { Icon } from './icons.tsx';

export function Header(): JSX.Element {
  const isFirstKey = needsKey.value && adminKey.value === '';
  return (
    <header class="header">
      <div class="brand">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <h1>
          Understudy <span>gateway</span>
        </h1>
      </div>
      <p class={`live ${isLive.value ? 'live-on' : 'live-off'}`}>
        <span class="dot" aria-hidden="true" />
        {isLive.value ? 'Connected' : needsKey.value ? 'Not connected' : 'Connecting…'}
      </p>
      {config.value?.routes.reload === true && (
        <button type="button" class="button quiet" onClick={() => void reload()}>
          <Icon name="reload" />
          Reload configuration
        </button>
      )}
      <ThemeSwitch />
      {failure.value !== '' && !isFirstKey && (
        <p class="failure" role="alert">
          {failure.value}
        </p>
      )}
    </header>
  );
}

function ThemeSwitch(): JSX.Element {
  return (
    <fieldset class="segments">
      <legend class="hidden">Theme</legend>
      {themes.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="theme"
            checked={theme.value === each}
            onChange={() => (theme.value = each)}
          />
          <span>{each === 'auto' ? 'Auto' : each === 'light' ? 'Light' : 'Dark'}</span>
        </label>
      ))}
    </fieldset>
  );
}
