using System.Buffers.Binary;
using System.Text;

namespace Skeptic.Data;

/// <summary>
/// Interprets the few pickle instructions that a dictionary of arrays is written with. A closed list: every other instruction and every
/// other name is refused, and nothing that the file says is ever looked up or run.
/// </summary>
/// <param name="data">The whole pickle.</param>
/// <param name="file">For messages.</param>
/// <param name="storage">The bytes of a tensor storage by its key.</param>
internal sealed class PickleReader(byte[] data, string file, Func<string, byte[]> storage)
{
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private readonly PickleCalls _calls = new(file, storage, data.Length);
    private int _position;

    /// <summary>The object that the pickle describes.</summary>
    /// <exception cref="DataException">Anything that is not on the list, or a pickle that is damaged.</exception>
    public object? Read()
    {
        while (true)
        {
            var at = _position;
            var instruction = Take(1)[0];
            if (instruction == (byte)'.')
                return Pop();
            Run(instruction, at);
        }
    }

    private void Run(byte instruction, int at)
    {
        switch (instruction)
        {
            case 0x80: Protocol(Take(1)[0]); break;
            case 0x95: Take(8); break; // a frame's length, which only helps those who read ahead
            case (byte)'}': Push(new Dictionary<object, object?>()); break;
            case (byte)']': Push(new List<object?>()); break;
            case (byte)')': Push(System.Array.Empty<object?>()); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((long)Take(1)[0]); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8A: Push(LongInteger(Take(Take(1)[0]))); break;
            case (byte)'X': Push(Text(Length(4))); break;
            case 0x8C: Push(Text(Length(1))); break;
            case (byte)'C': Push(Take(Length(1)).ToArray()); break;
            case (byte)'B': Push(Take(Length(4)).ToArray()); break;
            case (byte)'(': _marks.Push(_stack.Count); break;
            case (byte)'t': Push(PopToMark()); break;
            case 0x85: Push(PopMany(1)); break;
            case 0x86: Push(PopMany(2)); break;
            case 0x87: Push(PopMany(3)); break;
            case (byte)'q': _memo[Take(1)[0]] = Top(); break;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); break;
            case 0x94: _memo[_memo.Count] = Top(); break;
            case (byte)'h': Push(Remembered(Take(1)[0])); break;
            case (byte)'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case (byte)'c': Push(_calls.Known($"{Line()}.{Line()}")); break;
            case 0x93: Push(NameOf(PopMany(2))); break;
            case (byte)'R': Reduce(); break;
            case (byte)'b': Build(); break;
            case (byte)'Q': Push(_calls.Storage(Pop())); break;
            case (byte)'a': Items([Pop()]); break;
            case (byte)'e': Items(PopToMark()); break;
            case (byte)'s': Entries(PopMany(2)); break;
            case (byte)'u': Entries(PopToMark()); break;
            default: throw Refused($"pickle instruction 0x{instruction:X2} at byte {at} is not one that arrays need");
        }
    }

    private void Protocol(byte version)
    {
        if (version is < 2 or > 5)
            throw Refused($"pickle protocol {version} is not known");
    }

    private void Reduce()
    {
        var arguments = PopTuple();
        Push(Pop() is PickleName callable ? _calls.Call(callable, arguments) : throw Damaged("it calls what is no function"));
    }

    private void Build()
    {
        var state = PopTuple();
        _calls.Build(Top(), state);
    }

    private PickleName NameOf(object?[] parts)
        => parts is [string module, string name] ? _calls.Known($"{module}.{name}") : throw Damaged("a name is no text");

    private void Items(object?[] items)
    {
        if (Top() is not List<object?> list)
            throw Damaged("items are added to what is no list");
        list.AddRange(items);
    }

    private void Entries(object?[] pairs)
    {
        if (Top() is not Dictionary<object, object?> entries || pairs.Length % 2 != 0)
            throw Damaged("entries are added to what is no dictionary");
        for (var i = 0; i < pairs.Length; i += 2)
            entries[pairs[i] is string or long ? pairs[i]! : throw Damaged("a key is neither text nor a number")] = pairs[i + 1];
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Top() => _stack.Count > (_marks.Count > 0 ? _marks.Peek() : 0) ? _stack[^1] : throw Damaged("it takes more than it made");

    private object? Pop() => PopMany(1)[0];

    private object?[] PopTuple() => Pop() as object?[] ?? throw Damaged("arguments are no tuple");

    private object?[] PopMany(int count)
    {
        if (_stack.Count - count < (_marks.Count > 0 ? _marks.Peek() : 0))
            throw Damaged("it takes more than it made");
        var values = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Damaged("a mark is missing");
        var values = PopMany(_stack.Count - _marks.Peek());
        _marks.Pop();
        return values;
    }

    private object? Remembered(long key) => _memo.TryGetValue(key, out var value) ? value : throw Damaged($"it recalls number {key}, which it never kept");

    private int Length(int bytes)
    {
        var announced = bytes == 1 ? Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return announced <= data.Length - _position
            ? (int)announced
            : throw Damaged($"it announces {announced} bytes where {data.Length - _position} are left");
    }

    private string Text(int length)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text is not UTF-8");
        }
    }

    private string Line()
    {
        var end = System.Array.IndexOf(data, (byte)'\n', _position);
        if (end < 0)
            throw Damaged("a name does not end");
        var line = Encoding.Latin1.GetString(Take(end - _position));
        _position++;
        return line;
    }

    private long LongInteger(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8)
            throw Damaged("an integer is longer than 64 bits");
        var value = bytes.Length > 0 && bytes[^1] >= 0x80 ? -1L : 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > data.Length - _position)
            throw Damaged("it is cut short");
        _position += count;
        return data.AsSpan(_position - count, count);
    }

    private DataException Damaged(string why) => new($"The pickle in '{file}' is damaged: {why}. Copy or download it again.");

    private DataException Refused(string why) => new($"'{file}' is refused: {why}, and Skeptic reads dictionaries of arrays only.");
}
