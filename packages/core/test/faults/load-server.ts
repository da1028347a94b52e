import type { Answer } from './raw-server.ts';
import { RawServer } from './raw-server.ts';
import { wordsFor } from './stream-load.ts';
import {
  answerStream,
  answerWhole,
  begin,
  chunked,
  endBody,
  event,
  fin,
  reset,
  stream,
  streamHead,
  textEvent,
} from './wire.ts';

interface Wish {
  readonly kind: string;
  readonly at: number;
  readonly target: string;
  readonly name: string;
}

/** A target that fails where its request says so, and else answers well. */
export function startLoadServer(target: string): Promise<RawServer> {
  return RawServer.start((connection, request) => {
    const wish = readWish(request.body);
    const answer = wish.target === target ? answerFor(wish) : sayAll(wish);
    return answer(connection, request);
  });
}

function answerFor(wish: Wish): Answer {
  const beginning = wordsFor(wish.name).slice(0, wish.at).map(textEvent).join('');
  switch (wish.kind) {
    case 'reset':
      return begin(beginning, reset);
    case 'drop':
      return begin(beginning, fin);
    case 'cut':
      return begin(beginning, endBody);
    case 'garble':
      return begin(beginning, answerGarbled);
    case 'refuse':
      return answerWhole('503 Service Unavailable', 'no');
    case 'cancel':
    case 'abort':
      return sayOneByOne(wish);
    default:
      return sayAll(wish);
  }
}

const sayAll = ({ name }: Wish): Answer => answerStream(stream(...wordsFor(name)));

/** One word in each turn, and then nothing more. */
function sayOneByOne({ name }: Wish): Answer {
  return async (connection) => {
    await connection.send(streamHead);
    for (const word of wordsFor(name)) await connection.send(chunked(textEvent(word)));
    await connection.hold();
  };
}

const answerGarbled: Answer = async (connection, request) => {
  await connection.send(chunked(event('{"text":')));
  await endBody(connection, request);
};

function readWish(body: string): Wish {
  const { messages } = JSON.parse(body) as { readonly messages: [{ readonly content: string }] };
  return JSON.parse(messages[0].content) as Wish;
}
