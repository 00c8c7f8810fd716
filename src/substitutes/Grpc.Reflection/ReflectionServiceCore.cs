using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>Answers the questions of both versions of the protocol.</summary>
/// <remarks>
/// Source: github.com/grpc/grpc, doc/server-reflection.md. Extension questions get UNIMPLEMENTED, which the protocol
/// allows: proto3 services have no extensions to show.
/// </remarks>
internal sealed class ReflectionServiceCore
{
    private readonly DescriptorIndex _index;

    public ReflectionServiceCore(IEnumerable<ServiceDescriptor> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _index = new DescriptorIndex([.. services]);
    }

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            ServerReflectionRequest.MessageRequestOneofCase.FileByFilename =>
                Files(_index.FileByName(request.FileByFilename)),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol =>
                Files(_index.FileWithSymbol(request.FileContainingSymbol)),
            ServerReflectionRequest.MessageRequestOneofCase.ListServices => Services(),
            _ => Error(StatusCode.Unimplemented, "This server does not answer that question."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private static ServerReflectionResponse Files(FileDescriptor? file)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, "No such file or symbol.");
        }

        var files = new FileDescriptorResponse { FileDescriptorProto = { DescriptorIndex.WithDependencies(file) } };
        return new ServerReflectionResponse { FileDescriptorResponse = files };
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) => new()
    {
        ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message },
    };

    private ServerReflectionResponse Services()
    {
        var services = _index.ServiceNames.Select(name => new ServiceResponse { Name = name });
        var list = new ListServiceResponse { Service = { services } };
        return new ServerReflectionResponse { ListServicesResponse = list };
    }
}
