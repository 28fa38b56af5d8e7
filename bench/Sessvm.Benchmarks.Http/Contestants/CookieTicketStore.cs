using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>Cookie authentication with the ticket kept by the server, in a dictionary: the fastest store that there can be.</summary>
internal sealed class CookieTicketStore : CookieTicket
{
    public override string Name => "cookie-store";

    public override string Title => "cookie authentication with `ITicketStore` (a dictionary)";

    protected override void Configure(CookieAuthenticationOptions options) => options.SessionStore = new Store();

    private sealed class Store : ITicketStore
    {
        private readonly ConcurrentDictionary<string, AuthenticationTicket> _tickets = new();

        public Task<string> StoreAsync(AuthenticationTicket ticket)
        {
            string key = Guid.NewGuid().ToString();
            _tickets[key] = ticket;
            return Task.FromResult(key);
        }

        public Task RenewAsync(string key, AuthenticationTicket ticket)
        {
            _tickets[key] = ticket;
            return Task.CompletedTask;
        }

        public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(_tickets.GetValueOrDefault(key));

        public Task RemoveAsync(string key)
        {
            _tickets.TryRemove(key, out _);
            return Task.CompletedTask;
        }
    }
}
