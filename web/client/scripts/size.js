// Fails when the whole client, minified and compressed, is over its budget.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const budget = 3000;
const file = new URL('../dist/sessvm-client.js', import.meta.url);
const bytes = readFileSync(file);
const packed = brotliCompressSync(bytes).length;

console.log(`sessvm-client: ${bytes.length} B minified, ${packed} B brotli, budget ${budget} B`);
if (packed > budget) process.exit(1);
