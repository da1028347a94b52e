import { changeEventStyle } from '../../faults/change-event-style.ts';
import type { Reply } from '../../server/reply.ts';
import { encodeReply, encoders } from '../../stream/encode-reply.ts';
import { frameParts } from '../../stream/frame-parts.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { joinSegments } from '../../stream/stream-segment.ts';
import { playScript } from '../faults/play-script.ts';
import type { Session } from '../session-store.ts';
import { type TurnRequest, planTurn } from '../turn/plan-turn.ts';
import { createTurnScript } from '../turn/turn-script.ts';
import type { ServerState } from './server-state.ts';

/** The event stream of one answer; the session is busy until its end marker, or until it closes. */
export function streamResponse(state: ServerState, session: Session, question: TurnRequest): Reply {
  const { fault } = question;
  const { turn, conversation } = planTurn(question, state.settings, state.ids);
  state.conversations.set(conversation.id, conversation);
  const release = state.sessions.occupy(session);
  const settings = changeEventStyle(fault?.kind, state.settings.stream);
  const script = createTurnScript(turn, settings, fault, release);
  const steps = frameParts(joinSegments(playScript(script, fault)), settings);
  const reply: Reply = {
    status: 200,
    headers: streamHeaders,
    steps,
    notes: { fault: fault?.kind },
    onClose: release,
  };
  return fault?.kind === 'gzip-encoding' ? encodeReply(reply, 'gzip', encoders.gzip) : reply;
}
