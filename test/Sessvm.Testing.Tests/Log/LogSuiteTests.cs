using Sessvm.Revocation;
using Sessvm.Stores;

namespace Sessvm.Testing.Tests;

public sealed class LogSuiteTests
{
    public static TheoryData<LogFlaw> Flaws => new(Enum.GetValues<LogFlaw>().Where(static flaw => flaw != LogFlaw.None));

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task A_flawed_log_fails_the_suite(LogFlaw flaw)
    {
        foreach (LogCheck check in LogChecks.All)
        {
            if (await FailsAsync(check, new FlawedLog(flaw)))
            {
                return;
            }
        }

        Assert.Fail($"No check noticed: {flaw}.");
    }

    private static async Task<bool> FailsAsync(LogCheck check, IRevocationLog log)
    {
        try
        {
            await check.RunAsync(log);
            return false;
        }
        catch (Exception failure) when (failure is Xunit.Sdk.IAssertionException or SessionStoreException)
        {
            return true;
        }
    }
}

public sealed class FlawlessLogTests : RevocationLogContract
{
    protected override ValueTask<IRevocationLog> CreateAsync() => new(new FlawedLog(LogFlaw.None));
}

public sealed class MemoryRevocationLogTests : RevocationLogContract
{
    protected override ValueTask<IRevocationLog> CreateAsync() => new(new MemoryRevocationLog());
}
