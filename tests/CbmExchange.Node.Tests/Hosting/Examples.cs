using System.Reflection;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>The examples that <c>cbmx record template</c> prints, as drafts.</summary>
internal static class Examples
{
    private static readonly string Folder = Path.Combine(
        typeof(Examples)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!,
        "src", "CbmExchange.Cli", "Records", "Templates");

    /// <summary>The example of a type, as it is printed.</summary>
    public static string TextOf(string type) => File.ReadAllText(Path.Combine(Folder, type + ".json"));

    /// <summary>A draft of the example.</summary>
    public static DraftRecordRequest Of(string type) => Of(type, TextOf(type));

    /// <summary>A draft of this content.</summary>
    public static DraftRecordRequest Of(string type, string json) => new()
    {
        CommandId = Drafts.NewCommand(),
        Context = RecordCatalogue.Find(type)?.OnlyContext ?? "actual",
        ExerciseId = RecordCatalogue.Find(type)?.OnlyContext == "exercise" ? ExerciseDrafts.Id : "",
        AuthoritativeLanguages = { "en" },
        Body = RecordSchemas.BodyOf(JsonParser.Default.Parse(json, RecordSchemas.Find(type)!)),
    };
}
