import type { JSX } from 'preact';

import { eventLog } from '../state/event-log.ts';
import type { AdminEvent } from '../state/event-log.ts';
import { formatDuration, formatTarget, formatTime } from './format.ts';

/** The last events of the runtime, of all clients. */
export function Events(): JSX.Element {
  return (
    <section class="card" aria-labelledby="events-title">
      <h2 id="events-title" class="card-title">
        Events
      </h2>
      <p class="muted note">Chats, attempts and breakers of all clients, newest first.</p>
      {/* The list scrolls, so the keyboard must reach it. */}
      <ol class="events mono" tabIndex={0} aria-labelledby="events-title">
        {eventLog.value.map((event, index) => (
          <li key={eventLog.value.length - index}>
            <time>{formatTime(event.time)}</time> <b>{event.type}</b> {describe(event)}
          </li>
        ))}
      </ol>
    </section>
  );
}

function describe(event: AdminEvent): string {
  switch (event.type) {
    case 'dropped':
      return `${event.count} events`;
    case 'chat-start':
      return event.model ?? 'inline chain';
    case 'chat-end':
      return `${event.outcome}${event.error ? `: ${event.error.code}` : ''}`;
    case 'attempt-start':
      return formatTarget(event.attempt);
    case 'attempt-end': {
      const { outcome, error } = event.attempt;
      return `${formatTarget(event.attempt)} ${outcome}${error ? `: ${error.code}` : ''}`;
    }
    case 'chat-wait':
      return `${formatTarget(event)} ${formatDuration(event.waitedMs)}`;
    case 'chat-reset':
      return `attempt ${event.attemptNumber}: ${event.reason}`;
    case 'breaker':
      return `${formatTarget(event)} ${event.state}`;
  }
}
