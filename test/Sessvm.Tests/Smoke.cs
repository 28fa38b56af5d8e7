namespace Sessvm.Tests;
public sealed class Smoke { [Fact] public void Works() => 1.ShouldBe(1); }
