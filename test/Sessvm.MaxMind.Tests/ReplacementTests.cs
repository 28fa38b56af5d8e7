using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Sessvm.MaxMind.Tests;

public sealed class ReplacementTests : IDisposable
{
    private static readonly IPAddress s_address = IPAddress.Parse("203.0.113.77");

    private readonly FakeTimeProvider _time = new();
    private readonly CapturedLog _log = new();
    private readonly DatabaseFile _file = new(Database(1));
    private readonly MaxMindAutonomousSystems _systems;

    public ReplacementTests() => _systems = new MaxMindAutonomousSystems(new MaxMindOptions { Path = _file.Path }, _time, _log);

    [Fact]
    public void A_new_file_takes_over_while_the_application_runs()
    {
        _file.Replace(Database(2), 1);
        _systems.Find(s_address).ShouldBe(1u);

        Pass();

        _systems.Find(s_address).ShouldBe(2u);
    }

    [Fact]
    public void A_broken_file_leaves_the_one_before_and_is_logged_once()
    {
        _file.Replace(Database(2)[..60], 1);
        Pass();
        Pass();

        _systems.Find(s_address).ShouldBe(1u);
        _log.Lines.Count(line => line.StartsWith("Error")).ShouldBe(1);
    }

    [Fact]
    public void A_whole_file_after_a_broken_one_takes_over()
    {
        _file.Replace([], 1);
        Pass();
        _file.Replace(Database(3), 2);
        Pass();

        _systems.Find(s_address).ShouldBe(3u);
    }

    [Fact]
    public void A_file_that_is_gone_or_cut_short_in_place_takes_nothing_away()
    {
        using (FileStream open = new(_file.Path, FileMode.Open, FileAccess.Write))
        {
            open.SetLength(10);
        }

        _systems.Find(s_address).ShouldBe(1u);
        Pass();
        File.Delete(_file.Path);
        Pass();

        _systems.Find(s_address).ShouldBe(1u);
    }

    [Fact]
    public void A_file_that_has_not_changed_is_not_read_again()
    {
        Pass();
        Pass();

        _log.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public void After_the_end_nothing_is_known_and_nobody_looks_any_more()
    {
        _systems.Dispose();
        _file.Replace(Database(2), 1);
        Pass();

        _systems.Find(s_address).ShouldBeNull();
        _log.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Lookups_that_run_while_files_are_replaced_always_find_one_of_them()
    {
        using var end = new CancellationTokenSource();
        Task[] readers =
        [
            .. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                uint last = 0;
                while (!end.IsCancellationRequested)
                {
                    uint found = _systems.Find(s_address).ShouldNotBeNull();
                    found.ShouldBeGreaterThanOrEqualTo(last); // never back to one that was replaced
                    last = found;
                }
            })),
        ];
        for (int i = 2; i < 50; i++)
        {
            _file.Replace(Database((uint)i), i);
            Pass();
        }

        await end.CancelAsync();
        await Task.WhenAll(readers);
        _systems.Find(s_address).ShouldBe(49u);
        _log.Lines.ShouldNotContain(line => line.StartsWith("Error"));
    }

    public void Dispose()
    {
        _systems.Dispose();
        _file.Dispose();
    }

    private static byte[] Database(uint number) => new MmdbWriter().Add("203.0.113.0/24", number).ToBytes();

    private void Pass() => _time.Advance(TimeSpan.FromMinutes(1));
}
