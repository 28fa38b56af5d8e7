import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate made for these tests, and the hash of its key by which Chromium is told to trust it. */
export interface Certificate {
  certificate: string;
  key: string;
  spki: string;
}

export const makeCertificate = (directory: string, names: readonly string[]): Certificate => {
  const [certificate, key] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
  const san = names.map((name) => (/^[\d.]+$/.test(name) ? 'IP:' : 'DNS:') + name).join(',');
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'],
    ...['-subj', '/CN=sessvm-client tests', '-addext', 'subjectAltName=' + san, '-keyout', key, '-out', certificate],
  ], { stdio: 'ignore' });
  const spki = new X509Certificate(readFileSync(certificate)).publicKey.export({ type: 'spki', format: 'der' });
  return { certificate, key, spki: createHash('sha256').update(spki).digest('base64') };
};
