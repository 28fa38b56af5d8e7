using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.Memory;

namespace Sessvm.Tests.Sessions;

/// <summary>When a session learns, and what a new one is given.</summary>
public sealed class HabitTests
{
    private static readonly TimeSpan s_expired = TimeSpan.FromMinutes(20);
    private static readonly Fingerprint s_office = Bench.Home with { Network = "198.51.100.0/24" };

    [Fact]
    public async Task A_thousand_racers_on_one_generation_teach_once_and_get_one_successor()
    {
        var bench = Adaptive();
        string token = (await bench.StartAsync()).AccessToken.Reveal();
        bench.Time.Advance(s_expired);

        // From two networks by turns, so that no two neighbours are answered by one run.
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000)
            .Select(i => Task.Run(async () => await bench.ExchangeAsync(token, i % 2 == 0 ? Bench.Home : s_office))));

        answers.ShouldAllBe(answer => answer.Succeeded);
        answers.Select(answer => answer.AccessToken!.Value.Reveal()).Distinct().Count().ShouldBe(1);
        var row = await RowAsync(bench);
        row.Access.Generation.ShouldBe(2u);
        Habits[] once =
        [
            FingerprintPolicy.Adaptive.Learn(Habits.None, Bench.Home, Bench.Home, bench.Now),
            FingerprintPolicy.Adaptive.Learn(Habits.None, Bench.Home, s_office, bench.Now),
        ];
        once.ShouldContain(row.Habits);
    }

    [Fact]
    public async Task A_repeated_answer_teaches_nothing_and_stays_the_same()
    {
        var bench = Adaptive();
        string token = (await bench.StartAsync()).AccessToken.Reveal();
        bench.Time.Advance(s_expired);
        string successor = (await bench.ExchangeAsync(token)).AccessToken!.Value.Reveal();
        Habits learned = (await RowAsync(bench)).Habits;

        (await bench.ExchangeAsync(token, s_office)).AccessToken!.Value.Reveal().ShouldBe(successor);

        (await RowAsync(bench)).Habits.ShouldBe(learned);
    }

    [Fact]
    public async Task Who_is_refused_or_asked_for_more_teaches_nothing()
    {
        var bench = Adaptive();
        string token = (await bench.StartAsync()).AccessToken.Reveal();
        token = await LiveAsync(bench, token, 5);
        var before = await RowAsync(bench);
        bench.Time.Advance(s_expired);

        (await bench.ExchangeAsync(token, Bench.Thief)).Reason.ShouldBe(SessionReason.BindingMismatch);
        (await bench.ExchangeAsync(token, Bench.Home with { Agent = new Agent("Chrome", 130, "Linux") })).Reason.ShouldBe(SessionReason.StepUpRequired);

        var after = await RowAsync(bench);
        after.Habits.ShouldBe(before.Habits);
        after.Fingerprint.ShouldBe(before.Fingerprint);
    }

    [Fact]
    public async Task What_came_with_fresh_credentials_is_known_from_then_on()
    {
        var bench = Adaptive();
        var grant = await bench.StartAsync();
        string token = await LiveAsync(bench, grant.AccessToken.Reveal(), 5);
        Fingerprint desktopPage = Bench.Home with { Agent = new Agent("Chrome", 130, "Linux") };
        bench.Time.Advance(s_expired);
        (await bench.ExchangeAsync(token, desktopPage)).Reason.ShouldBe(SessionReason.StepUpRequired);

        var renewed = await bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, desktopPage));

        bench.Time.Advance(s_expired);
        token = (await bench.ExchangeAsync(renewed.Grant!.AccessToken.Reveal(), Bench.Home)).AccessToken!.Value.Reveal();
        bench.Time.Advance(s_expired);
        (await bench.ExchangeAsync(token, desktopPage)).Reason.ShouldBe(SessionReason.None);
    }

    [Fact]
    public async Task The_event_of_a_refusal_says_why()
    {
        var bench = Adaptive();
        string token = await LiveAsync(bench, (await bench.StartAsync()).AccessToken.Reveal(), 5);
        bench.Time.Advance(s_expired);

        await bench.ExchangeAsync(token, Bench.Home with { Agent = new Agent("Chrome", 130, "Linux") });

        bench.Events.OfType<Events.SessionRefused>().Single().Verdict!.Explanation
            .ShouldBe("system changed; system had held for 5 observations");
    }

    [Fact]
    public async Task A_start_is_one_round_trip_and_the_row_is_seeded_after_it()
    {
        var store = new CountingStore();
        var bench = Adaptive(store);
        await LiveAsync(bench, (await bench.StartAsync()).AccessToken.Reveal(), 5);
        await bench.Service.FlushAsync();
        store.Gate = new TaskCompletionSource();
        store.Calls.Clear();

        var second = await bench.StartAsync(device: Guid.NewGuid());

        store.Calls.ShouldBe(["add"]); // whatever comes after it waits at the gate
        store.Gate.SetResult();
        await bench.Service.FlushAsync();
        store.Calls.ShouldBe(["add", "list", "update"]);
        var row = (await bench.Service.FindAsync(second.Row.Id))!;
        row.Habits.IsNone.ShouldBeFalse();
        (row with { Habits = Habits.None, Version = second.Row.Version }).Access.ShouldBe(second.Row.Access);
    }

    [Fact]
    public async Task Who_signs_in_again_on_the_same_device_is_seeded_from_the_session_that_it_replaced()
    {
        var bench = Adaptive();
        await LiveAsync(bench, (await bench.StartAsync()).AccessToken.Reveal(), 5);

        await bench.StartAsync();
        await bench.Service.FlushAsync();

        (await RowAsync(bench)).Habits.IsNone.ShouldBeFalse();
    }

    [Fact]
    public async Task A_seed_that_meets_an_exchange_is_tried_once_more_and_the_token_stays_good()
    {
        var store = new CountingStore();
        var bench = Adaptive(store);
        await LiveAsync(bench, (await bench.StartAsync()).AccessToken.Reveal(), 5);
        store.Gate = new TaskCompletionSource();
        var second = await bench.StartAsync(device: Guid.NewGuid());
        store.BeforeUpdate = async () =>
        {
            var row = (await store.FindAsync(second.Row.Id, CancellationToken.None))!;
            await store.Rows.UpdateAsync(row with { Persistent = !row.Persistent, Version = row.Version.Next() }, row.Version, CancellationToken.None);
        };
        store.Gate.SetResult();
        await bench.Service.FlushAsync();

        (await bench.Service.FindAsync(second.Row.Id))!.Habits.IsNone.ShouldBeFalse();
        (await bench.Service.FindAsync(second.Row.Id))!.Persistent.ShouldBeTrue();
    }

    [Fact]
    public async Task A_policy_that_does_not_learn_asks_the_store_for_nothing()
    {
        var store = new CountingStore();
        var bench = new Bench(store: store);

        await bench.StartAsync();
        await bench.StartAsync(device: Guid.NewGuid());
        await bench.Service.FlushAsync();

        store.Calls.ShouldBe(["add", "add"]);
    }

    [Fact]
    public async Task A_store_that_fails_leaves_a_session_without_a_seed_and_nothing_else()
    {
        var store = new CountingStore();
        var bench = Adaptive(store);
        await LiveAsync(bench, (await bench.StartAsync()).AccessToken.Reveal(), 5);
        store.ListFault = new SessionStoreException("down", new IOException());

        var second = await bench.StartAsync(device: Guid.NewGuid());
        await bench.Service.FlushAsync();

        (await bench.Service.FindAsync(second.Row.Id))!.Habits.IsNone.ShouldBeTrue();
        store.ListFault = null;
        await bench.StartAsync(device: Guid.NewGuid());
        await bench.Service.FlushAsync();
        await bench.Service.DisposeAsync();
    }

    [Fact]
    public async Task A_row_from_before_the_policy_learned_is_learned_from()
    {
        var store = new MemorySessionStore();
        string token = (await new Bench(store: store).StartAsync()).AccessToken.Reveal();
        var bench = Adaptive(store);
        bench.Time.Advance(s_expired);

        (await bench.ExchangeAsync(token)).Succeeded.ShouldBeTrue();

        (await RowAsync(bench)).Habits.IsNone.ShouldBeFalse();
    }

    private static Bench Adaptive(ISessionStore? store = null) =>
        new(store: store, setup: setup => setup with { Policy = FingerprintPolicy.Adaptive });

    private static async Task<string> LiveAsync(Bench bench, string token, int times)
    {
        for (int i = 0; i < times; i++)
        {
            bench.Time.Advance(s_expired);
            token = (await bench.ExchangeAsync(token)).AccessToken!.Value.Reveal();
        }

        return token;
    }

    private static async Task<SessionRow> RowAsync(Bench bench) =>
        (await bench.Service.ListAsync("alice", CancellationToken.None)).Single();
}
