namespace Sessvm.Soak.People;

/// <summary>Somebody with two devices, who mostly reads, and now and then does what ends sessions.</summary>
internal sealed class Person(HttpClient client, Tally tally, int number, int seed, Func<bool> storeIsUp)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Random _random = new(seed + number);
    private readonly Device[] _devices = [new(client, tally, $"person-{number}"), new(client, tally, $"person-{number}")];

    public async Task LiveAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            Device device = _devices[_random.Next(_devices.Length)];
            Device other = _devices[device == _devices[0] ? 1 : 0];
            await (device.IsLive ? ActAsync(device, other) : device.SignInAsync());
            await Task.Delay(Pause * (0.5 + _random.NextDouble()), TimeProvider.System, CancellationToken.None);
        }
    }

    public async Task CheckAsync()
    {
        foreach (Device device in _devices)
        {
            await device.CheckAsync();
        }
    }

    private Task ActAsync(Device device, Device other) => _random.Next(1000) switch
    {
        < 30 => device.LoseAnAnswerAsync(),
        < 60 => device.RaceAsync(),
        < 70 => device.RenewAsync(),
        < 76 => device.SignOutAsync(),
        < 82 => device.BeReplayedAsync(),
        < 88 when other.IsLive => device.EndAsync(other),
        _ => device.AskAsync(storeIsUp()),
    };
}
