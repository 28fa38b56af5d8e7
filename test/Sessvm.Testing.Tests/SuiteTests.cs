using Sessvm.Stores;

namespace Sessvm.Testing.Tests;

public sealed class SuiteTests
{
    public static TheoryData<Flaw> Flaws => new(Enum.GetValues<Flaw>().Where(static flaw => flaw != Flaw.None));

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task A_flawed_store_fails_the_suite(Flaw flaw)
    {
        foreach (StoreCheck check in StoreChecks.All)
        {
            if (await FailsAsync(check, new FlawedStore(flaw)))
            {
                return;
            }
        }

        Assert.Fail($"No check noticed: {flaw}.");
    }

    private static async Task<bool> FailsAsync(StoreCheck check, ISessionStore store)
    {
        try
        {
            await check.RunAsync(store);
            return false;
        }
        catch (Exception failure) when (failure is Xunit.Sdk.IAssertionException)
        {
            return true;
        }
    }
}

public sealed class FlawlessStoreTests : SessionStoreContract
{
    protected override ValueTask<ISessionStore> CreateAsync() => new(new FlawedStore(Flaw.None));
}
