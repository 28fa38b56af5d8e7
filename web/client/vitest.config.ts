import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/libraries/**/*.test.ts'],
          // Else Node and Vite each find a graphql of their own, which it does not bear.
          server: { deps: { inline: ['graphql-ws'] } },
          typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'] },
        },
      },
      // Scaffolds with the newest of the registry: only on demand, and in the long form of test.sh.
      { test: { name: 'newcomer', include: ['test/newcomer/**/*.test.ts'] } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          server: { deps: { inline: ['graphql-ws'] } },
          // Most of a test is the wait for a token to expire: many wait together.
          maxConcurrency: 8,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
