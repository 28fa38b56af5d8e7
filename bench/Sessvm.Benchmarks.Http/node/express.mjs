// The same page behind express-session, with its memory store. Prints as Server.cs does.
import express from 'express';
import session from 'express-session';

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(session({ secret: 'an-example-secret-of-forty-odd-bytes-0123456789', resave: false, saveUninitialized: false }));
app.post('/login', (request, response) => {
  request.session.user = { sub: request.query.user, scopes: ['read', 'write', 'admin'] };
  response.end('ok');
});
app.get('/', (request, response) => {
  if (!request.session.user) return response.status(401).end();
  response.type('text/plain').end('Hello, you who are known.');
});
const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  console.log(port);
  for (let user = 1; user <= Number(process.argv[2]); user++) {
    const answer = await fetch(`http://127.0.0.1:${port}/login?user=${user}`, { method: 'POST' });
    console.log('Cookie: ' + answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '));
  }
});
process.stdin.resume().on('end', () => process.exit());
