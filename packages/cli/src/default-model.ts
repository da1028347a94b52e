/** What is asked where no model is named. */
export const defaultModel = 'fakegpt/text-davinci-002-render-sha';
