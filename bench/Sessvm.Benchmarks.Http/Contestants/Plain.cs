namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>The page without any authentication.</summary>
internal sealed class Plain : Contestant
{
    public override string Name => "plain";

    public override string Title => "no authentication";

    public override bool Authorizes => false;

    public override void AddTo(WebApplicationBuilder builder)
    {
    }

    public override Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user) => Task.FromResult<IReadOnlyList<string>>([]);
}
