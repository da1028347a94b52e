import type { Reply } from './raw-server.ts';
import { RawServer } from './raw-server.ts';
import { wordsFor } from './stream-load.ts';
import {
  replyWithStream,
  replyWithBody,
  begin,
  chunked,
  endChunks,
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

function answerFor(wish: Wish): Reply {
  const beginning = wordsFor(wish.name).slice(0, wish.at).map(textEvent).join('');
  switch (wish.kind) {
    case 'reset':
      return begin(beginning, reset);
    case 'drop':
      return begin(beginning, fin);
    case 'cut':
      return begin(beginning, endChunks);
    case 'garble':
      return begin(beginning, answerGarbled);
    case 'refuse':
      return replyWithBody('503 Service Unavailable', 'no');
    case 'cancel':
    case 'abort':
      return sayOneByOne(wish);
    default:
      return sayAll(wish);
  }
}

const sayAll = ({ name }: Wish): Reply => replyWithStream(stream(...wordsFor(name)));

/** One word in each turn, and then nothing more. */
function sayOneByOne({ name }: Wish): Reply {
  return async (connection) => {
    await connection.send(streamHead);
    for (const word of wordsFor(name)) await connection.send(chunked(textEvent(word)));
    await connection.stall();
  };
}

const answerGarbled: Reply = async (connection, request) => {
  await connection.send(chunked(event('{"text":')));
  await endChunks(connection, request);
};

function readWish(body: string): Wish {
  const { messages } = JSON.parse(body) as { readonly messages: [{ readonly content: string }] };
  return JSON.parse(messages[0].content) as Wish;
}
