using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Reads the TLS fingerprint of connections.</summary>
public static class SessvmListenOptionsExtensions
{
    /// <summary>
    /// Reads the fingerprint of each connection of an endpoint. <c>AddSessvm</c> does this for all of them; call it where
    /// the application has a <c>ConfigureEndpointDefaults</c> of its own, which takes the place of Sessvm's.
    /// </summary>
    /// <param name="listen">The endpoint. Before <c>UseHttps</c>; plain HTTP passes untouched.</param>
    /// <returns>The endpoint.</returns>
    public static ListenOptions UseSessvmTls(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        IConnectionBuilder builder = listen;
        var time = listen.ApplicationServices?.GetService<TimeProvider>() ?? TimeProvider.System;
        builder.Use(next => new TlsPeekMiddleware(next, time).OnConnectionAsync);
        return listen;
    }
}
