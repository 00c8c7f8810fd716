using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf;

namespace CbmExchange.Cli.Records;

/// <summary>Content of a record in a file, as proto3-JSON.</summary>
internal static class ContentFile
{
    /// <summary>A record version holds at most 64 KiB; a file much larger was chosen by mistake.</summary>
    private const int FileBytesMax = 1024 * 1024;

    /// <summary>Deepest nesting of a record type, with room to spare.</summary>
    private const int NestingMax = 20;

    private static readonly JsonParser Parser = new(new JsonParser.Settings(NestingMax));

    /// <summary>The content of a known type; an empty one without a file.</summary>
    public static T Read<T>(FileInfo? file)
        where T : IMessage<T>, new() => file is null ? new T() : Parse(file, Parser.Parse<T>);

    /// <summary>The content of the type that is named, in a body.</summary>
    public static RecordBody Read(string type, FileInfo file) =>
        Parse(file, json => RecordBodies.Parse(type, json, Parser));

    private static T Parse<T>(FileInfo file, Func<string, T> parse)
    {
        if (!file.Exists)
        {
            throw CommandStopped.Usage($"There is no file {file}.");
        }

        if (file.Length > FileBytesMax)
        {
            throw CommandStopped.Usage($"{file} is larger than {FileBytesMax} bytes.");
        }

        try
        {
            return parse(System.IO.File.ReadAllText(file.FullName));
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw CommandStopped.Usage($"{file} is not the content of such a record: {fault.Message}");
        }
        catch (InvalidOperationException)
        {
            throw CommandStopped.Usage($"{file} is not JSON.");
        }
    }
}
