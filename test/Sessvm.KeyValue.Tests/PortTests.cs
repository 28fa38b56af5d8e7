namespace Sessvm.KeyValue.Tests;

public sealed class PortTests(NatsFixture nats) : IAsyncLifetime
{
    private static readonly TimeSpan Ttl = TimeSpan.FromDays(1);

    private Client? _client;

    private Samples.KeyValue.NatsPort Port => _client!.Port;

    [Fact]
    public async Task A_value_is_put_read_replaced_and_deleted()
    {
        (await GetAsync("sessvm:a")).ShouldBeNull();
        await Port.PutAsync("sessvm:a", "one"u8.ToArray(), Ttl, default);
        (await GetAsync("sessvm:a")).ShouldBe("one");
        await Port.PutAsync("sessvm:a", ReadOnlyMemory<byte>.Empty, Ttl, default);
        (await GetAsync("sessvm:a")).ShouldBe("");
        await Port.DeleteAsync("sessvm:a", default);
        (await GetAsync("sessvm:a")).ShouldBeNull();
        await Port.DeleteAsync("sessvm:never", default);
    }

    [Fact]
    public async Task A_swap_compares_bytes_and_knows_what_is_missing_deleted_and_empty()
    {
        (await SwapAsync("x", "one")).ShouldBeFalse();
        (await SwapAsync(null, "one")).ShouldBeTrue();
        (await SwapAsync(null, "two")).ShouldBeFalse();
        (await SwapAsync("onE", "two")).ShouldBeFalse();
        (await SwapAsync("one", "")).ShouldBeTrue();
        (await SwapAsync(null, "three")).ShouldBeFalse();
        (await SwapAsync("", "three")).ShouldBeTrue();
        await Port.DeleteAsync("sessvm:a", default);
        (await SwapAsync("three", "four")).ShouldBeFalse();
        (await SwapAsync(null, "four")).ShouldBeTrue();
        (await GetAsync("sessvm:a")).ShouldBe("four");

        ValueTask<bool> SwapAsync(string? expected, string value) => Port.SwapAsync(
            "sessvm:a",
            expected is null ? default(ReadOnlyMemory<byte>?) : System.Text.Encoding.ASCII.GetBytes(expected),
            System.Text.Encoding.ASCII.GetBytes(value),
            Ttl,
            default);
    }

    [Fact]
    public async Task Of_a_hundred_that_swap_at_once_one_succeeds()
    {
        for (int round = 0; round < 20; round++)
        {
            byte[]? expected = round == 0 ? null : [(byte)(round - 1)];
            bool[] swapped = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
                await Port.SwapAsync("sessvm:race", expected is null ? default(ReadOnlyMemory<byte>?) : expected, new[] { (byte)round }, Ttl, default)));
            swapped.Count(static one => one).ShouldBe(1);
        }
    }

    [Fact]
    public async Task References_and_keys_are_kept_apart()
    {
        await Port.PutAsync("sessvm:shard:0a1b", "x"u8.ToArray(), Ttl, default);
        await Port.PutAsync("sessvm:other", "x"u8.ToArray(), Ttl, default);
        await Port.BindAsync("sessvm:shards", "sessvm:shard:0a1b", default);
        await Port.BindAsync("sessvm:shards", "sessvm:shard:0a1b", default);
        await Port.BindAsync("sessvm:shards", "sessvm:shard:ffff", default);
        await Port.BindAsync("sessvm:shard", "sessvm:else", default);
        (await Port.ReadAsync("sessvm:shards", default)).ShouldBe(["sessvm:shard:0a1b", "sessvm:shard:ffff"], ignoreOrder: true);
        (await Port.ReadAsync("sessvm:none", default)).ShouldBeEmpty();
        (await Port.ListAsync("sessvm:shard:", default)).ShouldBe(["sessvm:shard:0a1b"]);
        await Port.DeleteAsync("sessvm:shard:0a1b", default);
        (await Port.ListAsync("sessvm:shard:", default)).ShouldBeEmpty();
        await Port.DropAsync(default);
        (await Port.ReadAsync("sessvm:shards", default)).ShouldBeEmpty();
        (await Port.ListAsync("sessvm:", default)).ShouldBeEmpty();
        (await Port.SwapAsync("sessvm:other", null, "y"u8.ToArray(), Ttl, default)).ShouldBeTrue();
    }

    public async ValueTask InitializeAsync() => _client = await Client.OpenAsync(nats.Url, Client.NewBucket());

    public ValueTask DisposeAsync() => _client!.DisposeAsync();

    private async Task<string?> GetAsync(string key) =>
        await Port.GetAsync(key, default) is { } value ? System.Text.Encoding.ASCII.GetString(value.Span) : null;
}
