using Sessvm.Sessions;

namespace Sessvm.Benchmarks.Stores.Crowds;

/// <summary>What the clients of some sessions hold. Each request is made anew of it, as a server does from the wire.</summary>
internal sealed class Crowd(int size)
{
    private readonly Guid[] _devices = new Guid[size];
    private readonly string[] _tokens = new string[size];

    public int Size => size;

    public void Put(int client, Guid device, string token) => (_devices[client], _tokens[client]) = (device, token);

    public string TokenOf(int client) => _tokens[client];

    public Guid DeviceOf(int client) => _devices[client];

    /// <summary>Exchanges a client's token, which must have expired.</summary>
    public async ValueTask ExchangeAsync(SessionService service, int client)
    {
        ExchangeResult result = await service.ExchangeAsync(new ExchangeRequest(_tokens[client], _devices[client], Scene.Browser));
        if (!result.Refreshed)
        {
            throw new InvalidOperationException($"An expired token was not exchanged: {result.Reason}.");
        }

        _tokens[client] = result.AccessToken!.Value.Reveal();
    }
}
