using Xunit.Abstractions;

namespace CbmExchange.Testing.Wire;

/// <summary>
/// One line per fault: where, what happened, what the caller was told, what asking again gave. Printed with the test,
/// and added to the file that CBM_FAULTS_TABLE names (ops/faults.sh).
/// </summary>
public sealed class FaultTable(ITestOutputHelper output)
{
    private static readonly Lock Gate = new();

    private readonly List<string> rows = [];

    /// <summary>Faults so far.</summary>
    public int Count => rows.Count;

    /// <summary>Adds a fault that ended as it must.</summary>
    public void Add(string what, object step, object fault, string told, string then)
    {
        var row = $"{what,-15} {step,-32} {fault,-14} {told,-22} {then,-22} pass";
        rows.Add(row);
        output.WriteLine(row);
        if (Environment.GetEnvironmentVariable("CBM_FAULTS_TABLE") is { Length: > 0 } file)
        {
            lock (Gate)
            {
                File.AppendAllText(file, row + "\n");
            }
        }
    }
}
