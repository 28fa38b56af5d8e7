import { minify } from 'terser';
import { defineConfig } from 'tsdown';

const shared = { format: 'esm', platform: 'browser', target: 'es2022', fixedExtension: false, clean: false };

// What our own parts call each other by. Not one of these may be a name of the API, of an option or of the wire.
const inner = /^(bearer|device|heardCsrf|setToken|read|write|board|tell|note|begin|emit|send|replayable)$/;

const squeeze = {
  name: 'squeeze',
  generateBundle: async (_, bundle) => {
    for (const chunk of Object.values(bundle)) {
      const { code } = await minify(chunk.code, { module: true, ecma: 2022, compress: { passes: 4 }, mangle: { properties: { regex: inner, builtins: true } } });
      chunk.code = code;
    }
  },
};

export default defineConfig([
  // The package: readable, with types.
  { ...shared, entry: { index: 'src/index.ts' }, dts: true },
  // One minified file for a page without a bundler: <script type="module"> imports it as it is.
  { ...shared, entry: { 'sessvm-client': 'src/index.ts' }, dts: false, plugins: [squeeze] },
]);
