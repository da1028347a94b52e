import { defineConfig } from 'vite';

/** Builds the page into the gateway, which serves it. */
export default defineConfig({
  build: {
    outDir: '../gateway/dist/playground',
    emptyOutDir: true,
    // Browsers with `light-dark()` of CSS.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    license: { fileName: 'licenses.txt' },
  },
});
