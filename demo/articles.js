/** Articles, as a server would send them. `wallet` is one of the test wallet addresses. */
export const articles = {
  rivers: {
    title: 'A river is a verb',
    text: 'On the map it is a line. Stand in it for a minute, and it is everything but.',
    author: 'Ada Marsh',
    wallet: 'ok',
  },
  bread: {
    title: 'Four things make bread',
    text: 'Flour, water, salt, and the patience to do nothing for a whole night.',
    author: 'Benito Cruz',
    wallet: 'mxn',
  },
  'night-trains': {
    title: 'Asleep in two countries',
    text: 'The border comes at ten past three. Only the guard and the milk know.',
    author: 'Yuki Sato',
    wallet: 'scale-0',
  },
};
