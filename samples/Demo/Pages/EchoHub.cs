using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Sessvm.Demo.Pages;

/// <summary>An echo over SignalR. There is nothing about sessions in it: its connections end with theirs.</summary>
[Authorize]
internal sealed class EchoHub : Hub
{
    public string Echo(string text) => text;

    public Profile Whoami() => Profile.Of(Context.User!);
}
