using System.Text;

namespace Sessvm.Benchmarks.Http.Load;

/// <summary>Writes the requests of all users down for <c>wrk</c>, so that the load has only to send them.</summary>
internal static class WrkScript
{
    public static string Of(int port, IReadOnlyList<string> headersOfUsers)
    {
        var script = new StringBuilder("local requests = {\n");
        foreach (string headers in headersOfUsers)
        {
            script.Append("  \"GET / HTTP/1.1\\r\\nHost: 127.0.0.1:").Append(port).Append("\\r\\nUser-Agent: ").Append(Server.UserAgent).Append("\\r\\n");
            foreach (string header in headers.Split('\t', StringSplitOptions.RemoveEmptyEntries))
            {
                script.Append(header.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\\r\\n");
            }

            script.Append("\\r\\n\",\n");
        }

        return script.Append("""
            }
            local at = 0
            request = function()
              at = at % #requests + 1
              return requests[at]
            end

            """).ToString();
    }
}
