import { defineConfig } from 'tsdown';

const shared = { format: 'esm', platform: 'browser', target: 'es2022', fixedExtension: false };

export default defineConfig([
  // The package: readable, with types.
  { ...shared, entry: { index: 'src/index.ts' }, dts: true, clean: false },
  // One minified file for a page without a bundler: <script type="module"> imports it as it is.
  { ...shared, entry: { 'sessvm-client': 'src/index.ts' }, dts: false, minify: true, clean: false },
]);
