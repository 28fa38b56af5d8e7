using System.Text.Json.Serialization;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

public sealed partial class DataTests
{
    private static readonly DataKey<int> Visits = new("visits", DataJson.Default.Int32);
    private static readonly DataKey<Basket> Cart = new("cart", DataJson.Default.Basket);
    private static readonly DataKey<string> Note = new("note", DataJson.Default.String);

    private readonly Bench _bench = new();

    [Fact]
    public async Task Values_are_typed_and_survive_exchanges_and_renewals()
    {
        var grant = await _bench.StartAsync();
        (await _bench.Service.ChangeDataAsync(grant.Row.Id, Cart, _ => new Basket("tea", 2))).ShouldBe(DataOutcome.Changed);
        (await _bench.Service.ChangeDataAsync(grant.Row.Id, Visits, visits => visits + 1)).ShouldBe(DataOutcome.Changed);
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        await _bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home));
        var row = (await _bench.Service.FindAsync(grant.Row.Id))!;
        SessionService.ReadData(row, Cart).ShouldBe(new Basket("tea", 2));
        SessionService.ReadData(row, Visits).ShouldBe(1);
        SessionService.ReadData(row, Note).ShouldBeNull();
    }

    [Fact]
    public async Task Null_removes_an_entry()
    {
        var grant = await _bench.StartAsync();
        await _bench.Service.ChangeDataAsync(grant.Row.Id, Note, _ => "here");
        await _bench.Service.ChangeDataAsync(grant.Row.Id, Note, _ => null);
        (await _bench.Service.FindAsync(grant.Row.Id))!.Data.ShouldBeEmpty();
    }

    [Fact]
    public async Task Data_and_claims_together_are_bounded()
    {
        var grant = await _bench.StartAsync();
        (await _bench.Service.ChangeDataAsync(grant.Row.Id, Note, _ => new string('n', 4_000))).ShouldBe(DataOutcome.Changed);
        (await _bench.Service.ChangeDataAsync(grant.Row.Id, Note, _ => new string('n', 4_100))).ShouldBe(DataOutcome.TooLarge);
        SessionService.ReadData((await _bench.Service.FindAsync(grant.Row.Id))!, Note)!.Length.ShouldBe(4_000);
    }

    [Fact]
    public async Task Fifty_parallel_increments_lose_none()
    {
        var grant = await _bench.StartAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            async () => await _bench.Service.ChangeDataAsync(grant.Row.Id, Visits, visits => visits + 1))));
        outcomes.ShouldAllBe(outcome => outcome == DataOutcome.Changed);
        SessionService.ReadData((await _bench.Service.FindAsync(grant.Row.Id))!, Visits).ShouldBe(50);
    }

    [Fact]
    public async Task A_session_that_is_gone_or_ended_takes_no_data()
    {
        var grant = await _bench.StartAsync();
        (await _bench.Service.ChangeDataAsync(SessionId.Create("alice"), Visits, _ => 1)).ShouldBe(DataOutcome.NotActive);
        await _bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.SignedOut);
        (await _bench.Service.ChangeDataAsync(grant.Row.Id, Visits, _ => 1)).ShouldBe(DataOutcome.NotActive);
    }

    [Fact]
    public async Task A_name_out_of_bounds_is_the_callers_mistake()
    {
        var grant = await _bench.StartAsync();
        foreach (string name in (string[])["", new string('n', 65)])
        {
            await Should.ThrowAsync<ArgumentException>(
                async () => await _bench.Service.ChangeDataAsync(grant.Row.Id, Visits with { Name = name }, _ => 1));
        }
    }

    private sealed record Basket(string Item, int Count);

    [JsonSerializable(typeof(int))]
    [JsonSerializable(typeof(string))]
    [JsonSerializable(typeof(Basket))]
    private sealed partial class DataJson : JsonSerializerContext;
}
