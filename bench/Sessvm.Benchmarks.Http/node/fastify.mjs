// The same page behind @fastify/session, with its memory store. Prints as Server.cs does.
import cookie from '@fastify/cookie';
import session from '@fastify/session';
import fastify from 'fastify';

const app = fastify();
await app.register(cookie);
await app.register(session, {
  secret: 'an-example-secret-of-forty-odd-bytes-0123456789',
  cookie: { secure: false },
  saveUninitialized: false,
  rolling: false,
});
app.post('/login', async (request) => {
  request.session.user = { sub: request.query.user, scopes: ['read', 'write', 'admin'] };
  return 'ok';
});
app.get('/', async (request, reply) => {
  if (!request.session.user) return reply.code(401).send();
  return reply.type('text/plain').send('Hello, you who are known.');
});
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address();
console.log(port);
for (let user = 1; user <= Number(process.argv[2]); user++) {
  const answer = await fetch(`http://127.0.0.1:${port}/login?user=${user}`, { method: 'POST' });
  console.log('Cookie: ' + answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '));
}
process.stdin.resume().on('end', () => process.exit());
