using Grpc.Core;

namespace Sessvm.AspNetCore.Tests.Grpc;

/// <summary>What a compiler of .proto files would write, with texts in place of messages.</summary>
[BindServiceMethod(typeof(TicksBase), nameof(Bind))]
public abstract class TicksBase
{
    private static readonly Marshaller<string> Text = Marshallers.Create(static text => System.Text.Encoding.UTF8.GetBytes(text), System.Text.Encoding.UTF8.GetString);

    public static Method<string, string> WhoamiMethod { get; } = new(MethodType.Unary, "Ticks", nameof(Whoami), Text, Text);

    public static Method<string, string> TicksMethod { get; } = new(MethodType.ServerStreaming, "Ticks", nameof(Ticks), Text, Text);

    public static void Bind(ServiceBinderBase binder, TicksBase? service)
    {
        binder.AddMethod(WhoamiMethod, service is null ? null : service.Whoami);
        binder.AddMethod(TicksMethod, service is null ? null : service.Ticks);
    }

    public virtual Task<string> Whoami(string request, ServerCallContext context) => throw new RpcException(new Status(StatusCode.Unimplemented, ""));

    public virtual Task Ticks(string request, IServerStreamWriter<string> answers, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, ""));
}
