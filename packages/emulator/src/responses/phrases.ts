/** The texts of the built-in responder in one language. */
export interface Phrases {
  /** Matches a greeting. */
  readonly greeting: RegExp;
  /** Matches the words before an arithmetic expression. */
  readonly request: RegExp;
  readonly greet: string;
  readonly noResult: (expression: string) => string;
  readonly echo: (message: string) => string;
}

export const english: Phrases = {
  greeting: /^(?:hi|hello|hey|howdy|how are you|good (?:morning|afternoon|evening|day))(?!\p{L})/iu,
  request: /^(?:what is|what's|how much is|calculate|compute)\s+/iu,
  greet:
    'Hello! I am an emulated chat model. I run on this machine and need no API key. Ask me to calculate something such as 2+2*3, or send any other message and I will repeat it.',
  noResult: (expression) => `${expression} has no result: nothing can be divided by zero.`,
  echo: (message) =>
    `You said: "${message}". I am only an emulator, so I repeat your message. It was sent and streamed in the same way as a real response.`,
};

export const russian: Phrases = {
  greeting:
    /^(?:привет|здравствуй|как дела|добрый (?:день|вечер)|доброе утро|доброго дня|хай(?!\p{L}))/iu,
  request: /^(?:сколько будет|чему равно|посчитай|вычисли)\s+/iu,
  greet:
    'Привет! У меня всё хорошо. Я эмулятор чата: работаю на этой машине, и ключ мне не нужен. Спросите, сколько будет 2+2*3, или напишите любое сообщение, и я его повторю.',
  noResult: (expression) => `У выражения ${expression} нет значения: на ноль делить нельзя.`,
  echo: (message) =>
    `Вы написали: «${message}». Я всего лишь эмулятор и поэтому повторяю ваше сообщение. Оно передано так же, как передаётся настоящий ответ.`,
};
