import { applyFault } from '../../faults/fault-table.ts';
import { replyFaults } from '../../faults/reply-faults.ts';
import { styleFaults } from '../../faults/style-faults.ts';
import type { Reply } from '../../server/reply.ts';
import { frameParts } from '../../stream/frame/frame-parts.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { joinSegments } from '../../stream/stream-segment.ts';
import { applyStreamFault } from '../faults/apply-stream-fault.ts';
import type { Session } from '../session-store.ts';
import { type TurnRequest, planTurn } from '../turn/plan-turn.ts';
import { createTurnScript } from '../turn/turn-script.ts';
import type { ServerState } from './server-state.ts';

/** Streams a response. The session is busy until the end marker is sent or the connection closes. */
export function streamResponse(state: ServerState, session: Session, input: TurnRequest): Reply {
  const { fault } = input;
  const { turn, conversation } = planTurn(input, state.settings, state.ids);
  state.conversations.set(conversation.id, conversation);
  const release = state.sessions.occupy(session);
  const style = { ...state.settings.stream, ...applyFault(styleFaults, fault, undefined) };
  const script = createTurnScript(turn, style, fault, release);
  const reply: Reply = {
    status: 200,
    headers: streamHeaders,
    steps: frameParts(joinSegments(applyStreamFault(script, fault)), style),
    notes: { fault: fault?.kind },
    onClose: release,
  };
  return applyFault(replyFaults, fault, reply) ?? reply;
}
